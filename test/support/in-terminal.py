"""Runs a program on a pseudo-terminal of its own, with a pipe as standard input, and types whenever it asks.

Usage: in-terminal.py QUESTION ANSWER [QUESTION ANSWER ...] -- PROGRAM [ARGUMENT...]. Questions are waited for in order;
one that is never asked is skipped when the program ends. Prints all that the terminal showed; ends as the program did.
"""

import os
import pty
import sys

split = sys.argv.index("--")
words, command = sys.argv[1:split], sys.argv[split + 1 :]
exchanges = list(zip(words[::2], words[1::2]))
pid, terminal = pty.fork()
if pid == 0:
    reader, writer = os.pipe()
    os.write(writer, b"for another program")
    os.close(writer)
    os.dup2(reader, 0)
    os.execvp(command[0], command)

shown = b""
answered = 0
while True:
    try:
        chunk = os.read(terminal, 4096)
    except OSError:
        break
    if not chunk:
        break
    shown += chunk
    # Only what was shown since the last answer: the same question may be asked again.
    if exchanges and exchanges[0][0].encode() in shown[answered:]:
        answered = len(shown)
        os.write(terminal, exchanges.pop(0)[1].encode() + b"\n")
_, status = os.waitpid(pid, 0)
sys.stdout.write(shown.decode())
sys.exit(os.waitstatus_to_exitcode(status))
