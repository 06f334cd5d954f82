"""Puts docker-compose.yml to the test by podman-compose: check.py STATE_DIRECTORY [down].

The services come up, judge and train; each container is killed in the middle of a training run and started again; all goes
down and comes up again; and every judgement, step and checkpoint is there once. Ports and project are the test's own.
"""

import json
import os
import re
import secrets
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
STATE = Path(sys.argv[1])
PROJECT = "reagent-check"
PORTS = {"rrm-api": 28081, "policy-api": 28082, "training-coordinator": 28083, "eval-service": 28084}
SAMPLE = HOME / "standalone/src/main/resources/io/reagent/standalone/demo/5-misread-result-openai-chat.json"
STEPS = 6
METRIC = re.compile(r"\b(?:reagent|gen_ai|http_server|r2dbc|jvm|process)_[a-z0-9_]+")


def settings():
    """The variables of this test's .env, kept as long as its volumes are."""
    file = STATE / "check.env"
    if not file.exists():
        values = {name: secrets.token_hex(16) for name in ("POSTGRES_PASSWORD", "REAGENT_API_KEY", "REAGENT_FENCE_SECRET")}
        values |= {"REAGENT_IMAGES": "localhost/reagent", "COMPOSE_PROFILES": "cpu"}
        names = ("JUDGE", "POLICY", "TRAINING", "EVALUATION")
        values |= {f"REAGENT_{name}_PORT": str(port) for name, port in zip(names, PORTS.values())}
        file.write_text("".join(f"{name}={value}\n" for name, value in values.items()))
        file.chmod(0o600)
    return dict(line.split("=", 1) for line in file.read_text().splitlines())


ENV = settings()


def compose(*arguments):
    command = [Path(sys.executable).with_name("podman-compose"), "-p", PROJECT, "--env-file", STATE / "check.env"]
    command += ["--profile", "cpu", "-f", HOME / "docker-compose.yml", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | ENV)
    if done.returncode:
        sys.exit(f"podman-compose {' '.join(arguments)}: {done.stderr[-3000:]}")


def podman(*arguments, check=True):
    return subprocess.run(["podman", *arguments], capture_output=True, text=True, check=check)


def container(service):
    return f"{PROJECT}_{service}_1"


def call(service, path, body=None, key=True):
    request = urllib.request.Request(f"http://127.0.0.1:{PORTS[service]}{path}")
    request.add_header("Content-Type", "application/json")
    if key:
        request.add_header("Authorization", f"Bearer {ENV['REAGENT_API_KEY']}")
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(request, data, timeout=120) as answer:
        return json.loads(answer.read())


def until(what, condition, limit=240):
    began = time.monotonic()
    while True:
        try:
            if condition():
                return
            said = ""
        except (OSError, KeyError, ValueError, subprocess.CalledProcessError) as e:
            said = e
        if time.monotonic() - began > limit:
            sys.exit(f"FAIL not after {limit} s: {what}. {said}")
        time.sleep(0.5)


def healthy(service):
    """By the image's own health command: podman runs it by itself only beside systemd."""
    command = ["pg_isready", "-h", "127.0.0.1", "-U", "reagent", "-d", "reagent"]
    if service in PORTS:
        command = ["healthy", {"rrm-api": "8081", "policy-api": "8082", "training-coordinator": "8083", "eval-service": "8084"}[service]]
    return podman("exec", container(service), *command, check=False).returncode == 0


def up():
    """In the order of depends_on's conditions, which this podman cannot wait for."""
    began = time.monotonic()
    compose("up", "-d", "--no-build", "postgres")
    until("postgres is healthy", lambda: healthy("postgres"))
    compose("up", "-d", "--no-build", "migrator")
    until("the migrator has ended", lambda: state("migrator") == ("exited", 0))
    compose("up", "-d", "--no-build", "--no-recreate", "--no-deps", *PORTS)
    for service in PORTS:
        until(f"{service} is healthy", lambda: healthy(service))
    say(f"everything is up and healthy after {time.monotonic() - began:.0f} s")


def state(service):
    shown = json.loads(podman("inspect", container(service)).stdout)[0]["State"]
    return shown["Status"], shown["ExitCode"]


def sql(query):
    shown = podman("exec", "-e", f"PGPASSWORD={ENV['POSTGRES_PASSWORD']}", container("postgres"), "psql", "-h", "127.0.0.1",
                   "-U", "reagent", "-d", "reagent", "-Atc", query)
    return shown.stdout.strip()


def say(line):
    print(f"ok   {line}", flush=True)


def hardened():
    for service in PORTS:
        if podman("exec", container(service), "touch", "/opt/reagent/x", check=False).returncode == 0:
            sys.exit(f"FAIL {service} can write beside its programs")
        user = podman("exec", container(service), "id", "-u").stdout.strip()
        if user != "10001":
            sys.exit(f"FAIL {service} runs as {user}")
    say("each runs as 10001 on a root that it cannot write")
    try:
        call("rrm-api", "/v1/judgements", key=False)
        sys.exit("FAIL the judge answered without a key")
    except urllib.error.HTTPError as e:
        if e.code != 401:
            raise
    say("without a key nobody is answered")


def management_port():
    """As the Helm chart has it: health to everybody and metrics to who has a key, on a port of their own."""
    name = f"{PROJECT}-management"
    variables = {"MANAGEMENT_SERVER_PORT": "9090", "REAGENT_SECURITY_API_KEYS": ENV["REAGENT_API_KEY"],
                 "REAGENT_DATABASE_URL": "r2dbc:postgresql://postgres:5432/reagent", "REAGENT_DATABASE_USERNAME": "reagent",
                 "REAGENT_DATABASE_PASSWORD": ENV["POSTGRES_PASSWORD"], "REAGENT_DATABASE_MIGRATE": "false"}
    podman("rm", "-f", name, check=False)
    podman("run", "-d", "--name", name, "--network", f"{PROJECT}_reagent", "--read-only", "--tmpfs", "/tmp",
           "-p", "127.0.0.1:28090:9090", *(part for pair in variables.items() for part in ("-e", "=".join(pair))),
           "localhost/reagent/eval-service")
    try:
        until("the management port is ready", lambda: status("liveness") == status("readiness") == 200)
        if status("../prometheus") != 401 or status("../prometheus", key=True) != 200:
            sys.exit(f"FAIL metrics answer {status('../prometheus')} without a key, {status('../prometheus', key=True)} with one")
        say("on a management port health is open and metrics ask for the key")
    finally:
        podman("rm", "-f", name, check=False)


def status(path, key=False):
    url = "http://127.0.0.1:28090/actuator/" + ("prometheus" if "prometheus" in path else f"health/{path}")
    request = urllib.request.Request(url)
    if key:
        request.add_header("Authorization", f"Bearer {ENV['REAGENT_API_KEY']}")
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as e:
        return e.code


def metrics():
    """Every metric that alerts and dashboards name is one that a service tells. What they tell is kept in the state."""
    told = set()
    for service in PORTS:
        request = urllib.request.Request(f"http://127.0.0.1:{PORTS[service]}/actuator/prometheus")
        request.add_header("Authorization", f"Bearer {ENV['REAGENT_API_KEY']}")
        with urllib.request.urlopen(request, timeout=20) as answer:
            text = answer.read().decode()
        (STATE / f"{service}.prometheus").write_text(text)
        told |= set(re.findall(r"^([a-z_0-9]+)", text, re.MULTILINE))
    named = set()
    for file in (HOME / "helm/reagent/monitoring").rglob("*.*"):
        # what stands before a selector or a bracket and not in "by (…)": labels carry these prefixes too
        named |= set(re.findall(METRIC, re.sub(r"by \([^)]*\)|\{\{[^}]*}}", "", file.read_text())))
    if named - told:
        sys.exit(f"FAIL nobody tells {sorted(named - told)}")
    say(f"the {len(named)} metrics of alerts and dashboards are told")


def judge():
    judgement = call("rrm-api", "/v1/judgements", {"trajectory": json.loads(SAMPLE.read_text())})
    if judgement["outcome"] != "SCORED":
        sys.exit(f"FAIL judged {judgement}")
    say(f"judged: {judgement['outcome']} {judgement['score']}, cached {judgement['cached']}")
    return judgement["id"]


def train():
    return call("training-coordinator", "/v1/training-runs", {
        "kind": "reagent-u", "policy": {"base_model": "policy-tiny", "lora_rank": 0}, "dataset": {"name": "world"},
        "options": {"steps": STEPS, "tasks_per_step": 2, "group_size": 4, "learning_rate": 1e-4, "temperature": 1}})["id"]


def run(identifier):
    return call("training-coordinator", f"/v1/training-runs/{identifier}")


def steps(identifier):
    return int(sql(f"select count(*) from training.step where run_id = '{identifier}'") or 0)


def kill_each(identifier):
    """One after another, each while the run goes on; it is to make a further step afterwards."""
    for service in [*PORTS, "postgres"]:
        podman("kill", "--signal", "KILL", container(service))
        podman("start", container(service))
        until(f"{service} is healthy again", lambda: healthy(service))
        for other in PORTS:
            until(f"{other} is healthy after {service} was killed", lambda: healthy(other))
        say(f"{service} was killed and started again; all are healthy, the run has {steps(identifier)} steps")


def counts():
    tables = ("rrm.trajectory", "rrm.judgement", "training.run", "training.step", "training.rollout", "policy.checkpoint")
    return {table: int(sql(f"select count(*) from {table}")) for table in tables}


def check():
    compose("down", "-v")
    up()
    hardened()
    management_port()
    judgement = judge()
    identifier = train()
    until("the first step", lambda: steps(identifier) >= 1, 300)
    say("a training run makes its first step")
    kill_each(identifier)
    until("the run ends", lambda: run(identifier)["state"] in ("SUCCEEDED", "FAILED", "CANCELLED"), 600)
    ended = run(identifier)
    if ended["state"] != "SUCCEEDED" or steps(identifier) != STEPS:
        sys.exit(f"FAIL the run ended so, with {steps(identifier)} steps: {ended}")
    say(f"the run succeeded with {STEPS} steps, none twice")
    judge()
    metrics()
    before = counts()
    compose("down")
    up()
    after = counts()
    if before != after:
        sys.exit(f"FAIL before {before}, after {after}")
    if judge() != judgement:
        sys.exit("FAIL the judgement was made again")
    say(f"down and up again, everything is there: {after}")
    compose("down", "-v")


if sys.argv[2:] == ["down"]:
    compose("down", "-v")
else:
    check()
