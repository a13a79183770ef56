"""A rotation of the keys that is killed in the middle. Run as a program, because it commits: `test_rotation.py`.

It prints one JSON object: what the database held when the command was killed, and when a second one had ended. The
command that is killed is this program again (`rotation.py halfway`): it stops by itself inside a batch and waits, so
that no machine is too quick or too slow for the kill.
"""

# ruff: noqa: E402 (Django is set up before its models are imported)
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.proof.settings")
django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from clairdroit.encryption import make_key
from clairdroit.encryption.key_format import parse_key
from clairdroit.encryption.rotation import BATCH, Store
from clairdroit.questions.models import Question
from tests.questions.factories import QuestionFactory

QUESTIONS = 1000
# Whole batches before the one in which the command stops, half done.
BATCHES = 4
COMMAND = [sys.executable, "manage.py", "rotate_encryption_keys"]
HALFWAY = [sys.executable, "-m", "tests.questions.rotation", "halfway"]


def fill():
    made = QuestionFactory.build_batch(QUESTIONS, commune=None)
    for number, question in enumerate(made):
        question.text, question.email = f"Question n{number}n.", f"personne-{number}@citoyenne.invalid"
    Question.objects.bulk_create(made, batch_size=100)


def keys_in_use():
    """How many texts each key has sealed, as the database holds them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM clairdroit_questions_question")
        return Counter(text.split(":")[1] for (text,) in cursor.fetchall())


def readable(keys):
    """How many questions read as they were written, with these keys."""
    settings.CLAIRDROIT_ENCRYPTION_KEYS = keys
    rows = Question.objects.values_list("text", "email")
    return len({text for text, email in rows if f"personne-{text[10:-2]}@citoyenne.invalid" == email})


def rotate_halfway():
    reseal, brought = Store._reseal, Counter()

    def wait_to_be_killed(store, *arguments, **options):
        reseal(store, *arguments, **options)
        brought[store.label] += 1
        if brought[Question._meta.label] == BATCHES * BATCH + BATCH // 2:
            print("inside", connection.in_atomic_block, flush=True)
            time.sleep(600)

    Store._reseal = wait_to_be_killed
    call_command("rotate_encryption_keys")


def main():
    [old] = settings.CLAIRDROIT_ENCRYPTION_KEYS
    new = make_key()
    fill()
    environment = os.environ | {"CLAIRDROIT_ENCRYPTION_KEYS": f"{new},{old}"}
    command = subprocess.Popen(HALFWAY, env=environment, start_new_session=True, stdout=subprocess.PIPE, text=True)
    said = command.stdout.readline()
    os.killpg(command.pid, signal.SIGKILL)
    command.communicate()
    done = keys_in_use()[parse_key(new).id]
    between = readable([new, old])
    again = subprocess.run(COMMAND, env=environment, check=True, capture_output=True, text=True)
    result = {
        "killed": said == "inside True\n" and command.returncode == -signal.SIGKILL,
        "brought before": done,
        "readable between": between,
        "said": again.stdout.strip(),
        "keys in use": len(keys_in_use()),
        "readable with the new key alone": readable([new]),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    rotate_halfway() if "halfway" in sys.argv else main()
