"""Runs a program on a pseudo-terminal of its own, with a pipe as standard input, and types when it asks.

Usage: in-terminal.py QUESTION ANSWER PROGRAM [ARGUMENT...]. Prints all that the terminal showed; ends as the program did.
"""

import os
import pty
import sys

question, answer, *command = sys.argv[1:]
pid, terminal = pty.fork()
if pid == 0:
    reader, writer = os.pipe()
    os.write(writer, b"for another program")
    os.close(writer)
    os.dup2(reader, 0)
    os.execvp(command[0], command)

shown = b""
typed = False
while True:
    try:
        chunk = os.read(terminal, 4096)
    except OSError:
        break
    if not chunk:
        break
    shown += chunk
    if not typed and question.encode() in shown:
        typed = True
        os.write(terminal, answer.encode() + b"\n")
_, status = os.waitpid(pid, 0)
sys.stdout.write(shown.decode())
sys.exit(os.waitstatus_to_exitcode(status))
