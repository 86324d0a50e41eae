"""Runs a program as a shell's job on a pseudo-terminal: types Ctrl-Z, or sends a signal, when it asks.

Usage: job-in-terminal.py QUESTION ANSWER stop|SIGNAL PROGRAM [ARGUMENT...]. A job that stops is continued, and answered when
it asks again. Prints what the terminal showed and, in lines that begin with "job:", what became of it and of the echo.
"""

import os
import pty
import signal
import sys
import termios

question, answer, what, *command = sys.argv[1:]
pid, terminal = pty.fork()
if pid == 0:
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    cooked = termios.tcgetattr(0)

    def give(group):
        os.tcsetpgrp(0, group)

    def echo():
        return "on" if termios.tcgetattr(0)[3] & termios.ECHO else "off"

    job = os.fork()
    if job == 0:
        os.setpgid(0, 0)
        give(os.getpid())
        signal.signal(signal.SIGTTOU, signal.SIG_DFL)
        os.execvp(command[0], command)
    while True:
        _, status = os.waitpid(job, os.WUNTRACED)
        if not os.WIFSTOPPED(status):
            break
        give(os.getpgrp())
        print(f"\njob: stopped, echo {echo()}", flush=True)
        termios.tcsetattr(0, termios.TCSANOW, cooked)
        give(job)
        os.kill(job, signal.SIGCONT)
    give(os.getpgrp())
    print(f"\njob: {os.waitstatus_to_exitcode(status)}, echo {echo()}", flush=True)
    os._exit(0)

shown = b""
asked = 0
while True:
    try:
        chunk = os.read(terminal, 4096)
    except OSError:
        break
    if not chunk:
        break
    shown += chunk
    if shown.count(question.encode()) > asked:
        asked += 1
        if asked > 1:
            os.write(terminal, answer.encode() + b"\n")
        elif what == "stop":
            os.write(terminal, b"half of it\x1a")
        else:
            os.killpg(os.tcgetpgrp(terminal), getattr(signal, what))
os.waitpid(pid, 0)
sys.stdout.write(shown.decode())
