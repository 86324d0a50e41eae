/**
 * Lets who reads our output go away: `tegata --help | head -1` is no failure, and a server goes on when nobody reads what
 * it printed. Any other trouble with the output still ends the program.
 */
export function allowClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
}
