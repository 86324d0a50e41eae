"""Runs a program on a pseudo-terminal of its own and answers as a person with an authenticator app would.

Usage: authenticator.py MISTAKES YES PROGRAM [ARGUMENT...]. Reads the secret off the screen; gives so many pairs of codes that
are the wrong way round first, then right ones; answers [y/N] with YES. Prints all that the terminal showed, and ends as
the program did.
"""

import base64
import hashlib
import hmac
import os
import pty
import re
import struct
import sys
import time

mistakes, yes, *command = sys.argv[1:]
mistakes = int(mistakes)
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(command[0], command)


def code(secret, step):
    digest = hmac.new(secret, struct.pack(">Q", step), hashlib.sha1).digest()
    offset = digest[-1] & 15
    return "%06d" % ((struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF) % 1_000_000)


def answer(question):
    global mistakes
    if question.endswith("[y/N]: "):
        return yes
    shown_seed = re.search(r"\n  ((?:[A-Z2-7]{4} )+[A-Z2-7]{1,4})\r?\n", shown)
    secret = base64.b32decode(shown_seed[1].replace(" ", ""))
    step = int(time.time()) // 30
    if "Enter MFA code" in question:
        # The two codes before it are used up.
        return code(secret, step + 1)
    is_first = "shows now" in question
    if mistakes == 0:
        return code(secret, step - 1 if is_first else step)
    if not is_first:
        mistakes -= 1
    return code(secret, step if is_first else step - 1)


shown = ""
answered = 0
while True:
    try:
        chunk = os.read(terminal, 4096)
    except OSError:
        break
    if not chunk:
        break
    shown += chunk.decode(errors="replace")
    question = re.search(r"[^\n]*(?:shows (?:now|next)|\[y/N\]|Enter MFA code for \S+): $", shown[answered:])
    if question:
        answered = len(shown)
        os.write(terminal, answer(question[0]).encode() + b"\n")
_, status = os.waitpid(pid, 0)
sys.stdout.write(shown)
sys.exit(os.waitstatus_to_exitcode(status))
