"""The files in deploy/: they are well-formed, agree with each other, and name only real options."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from jedlik.app.settings import SETTINGS, Settings
from tests.app.server import serving
from tests.app.test_settings import settings

DEPLOY = Path(__file__).parents[2] / "deploy"
FLAGS = {each.flag for each in SETTINGS}
VARIABLES = {each.variable for each in SETTINGS} | {
    *("JEDLIK_ROOT_ACCESS_KEY_ID", "JEDLIK_ROOT_SECRET_ACCESS_KEY", "JEDLIK_STORE_PASSWORD"),
}


def documents(name: str) -> list[Any]:
    return list(yaml.safe_load_all((DEPLOY / name).read_text()))


def container(name: str = "kubernetes/jedlik.yaml") -> dict[str, Any]:
    (deployment,) = [each for each in documents(name) if each["kind"] == "Deployment"]
    (only,) = deployment["spec"]["template"]["spec"]["containers"]
    assert isinstance(only, dict)
    return only


def arguments(source: str) -> list[str]:
    """The arguments with which a file starts a node."""
    if source == "kubernetes":
        given = container()["args"]
    else:
        given = documents("docker-compose.yml")[0]["services"]["node-1"]["command"]
    assert given[0] == "serve"
    return [str(each) for each in given[1:]]


def as_settings(source: str) -> Settings:
    return settings(*arguments(source))


@pytest.mark.parametrize("source", ["kubernetes", "docker-compose"])
def test_nodes_are_started_with_real_options(source: str) -> None:
    node = as_settings(source)
    assert node.auth == "enforce"
    assert node.store.startswith("postgresql://jedlik@")
    assert node.drain > 0


def test_kubernetes_sets_no_variables_for_services() -> None:
    (deployment,) = [
        each for each in documents("kubernetes/jedlik.yaml") if each["kind"] == "Deployment"
    ]
    # With the Service `jedlik` one of them would be JEDLIK_PORT, an address.
    assert deployment["spec"]["template"]["spec"]["enableServiceLinks"] is False


def test_all_options_and_variables_exist() -> None:
    for path in DEPLOY.rglob("*"):
        if not path.is_file():
            continue
        text = path.read_text()
        named = set(re.findall(r"\bJEDLIK_[A-Z_]+", text))
        assert named <= VARIABLES, path
        if path.suffix in (".yaml", ".yml"):
            written = set(re.findall(r"^\s*- (--[a-z-]+)=", text, re.MULTILINE))
            assert written <= FLAGS, path


def test_a_pod_has_the_time_to_stop_and_the_probes_of_a_node() -> None:
    (deployment,) = [
        each for each in documents("kubernetes/jedlik.yaml") if each["kind"] == "Deployment"
    ]
    pod, node = deployment["spec"]["template"]["spec"], as_settings("kubernetes")
    assert pod["terminationGracePeriodSeconds"] > node.drain + node.grace + 1
    probes = {name: container()[name] for name in container() if name.endswith("Probe")}
    paths = {name: probe["httpGet"]["path"] for name, probe in probes.items()}
    assert paths == {
        "startupProbe": "/health/live",
        "livenessProbe": "/health/live",
        "readinessProbe": "/health/ready",
    }
    ready = probes["readinessProbe"]
    assert ready["periodSeconds"] * ready["failureThreshold"] < node.drain


def instruction(name: str) -> list[str]:
    """Returns the words of an instruction of the Dockerfile, the last one of this name."""
    joined = (DEPLOY / "Dockerfile").read_text().replace("\\\n", " ")
    line = re.findall(rf"^{name} .*?(\[.*\])$", joined, re.MULTILINE)[-1]
    words: list[str] = json.loads(line)
    return words


def test_the_image_starts_a_server_at_the_port_that_it_exposes() -> None:
    assert instruction("ENTRYPOINT") == ["jedlik"]
    command, *flags = instruction("CMD")
    assert command == "serve"
    assert f"\nEXPOSE {settings(*flags).port}\n" in (DEPLOY / "Dockerfile").read_text()


def test_the_image_is_healthy_while_its_server_serves() -> None:
    python, *arguments = instruction("HEALTHCHECK")
    assert python == "python"

    def status(port: int) -> int:
        here = [each.replace(":8000/", f":{port}/") for each in arguments]
        assert here != arguments
        done = subprocess.run([sys.executable, *here], capture_output=True, check=False)
        return done.returncode

    with serving("--memory") as server:
        assert status(server.port) == 0
    assert status(server.port) == 1


def test_what_belongs_together_has_the_same_names() -> None:
    found = {each["kind"]: each for each in documents("kubernetes/jedlik.yaml")}
    labels = found["Deployment"]["spec"]["template"]["metadata"]["labels"]
    assert found["Deployment"]["spec"]["selector"]["matchLabels"] == labels
    assert found["Service"]["spec"]["selector"] == labels
    assert found["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"] == labels
    budget = found["PodDisruptionBudget"]["spec"]["minAvailable"]
    assert budget < found["Deployment"]["spec"]["replicas"]
    (database,) = documents("kubernetes/database.yaml")
    name = database["metadata"]["name"]
    store = as_settings("kubernetes").store
    assert f"@{name}-rw/{database['spec']['bootstrap']['initdb']['database']}?" in store
    volumes = found["Deployment"]["spec"]["template"]["spec"]["volumes"]
    secrets = [each["secret"]["secretName"] for each in volumes if "secret" in each]
    assert secrets == [f"{name}-ca", f"{name}-app"]
    connections = int(database["spec"]["postgresql"]["parameters"]["max_connections"])
    nodes = found["Deployment"]["spec"]["replicas"] + 1  # one more during an upgrade
    assert connections > nodes * (as_settings("kubernetes").store_connections + 1)


def test_compose_stops_nodes_in_time_and_shows_only_the_proxy() -> None:
    (compose,) = documents("docker-compose.yml")
    node = as_settings("docker-compose")
    services = compose["services"]
    for name in ("node-1", "node-2"):
        assert int(services[name]["stop_grace_period"].rstrip("s")) > node.drain + node.grace
        assert f"server {name} {name}:8000" in (DEPLOY / "haproxy.cfg").read_text()
        assert f"server {name}:8000 " in (DEPLOY / "nginx.conf").read_text()
    assert [name for name in services if "ports" in services[name]] == ["proxy"]


def test_the_proxies_send_no_write_twice() -> None:
    nginx = re.sub(r"#.*", "", (DEPLOY / "nginx.conf").read_text())
    assert "proxy_set_header Host $http_host;" in nginx
    assert "proxy_next_upstream error timeout;" in nginx
    assert "non_idempotent" not in nginx
    haproxy = re.sub(r"#.*", "", (DEPLOY / "haproxy.cfg").read_text())
    assert re.findall(r"retry-on (.*)", haproxy) == ["conn-failure"]
    assert "uri /health/ready" in haproxy
