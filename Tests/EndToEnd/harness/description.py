"""The description of the API, and whether answers are as it says."""

import pathlib

import jsonschema
import yaml

PATH = pathlib.Path(__file__).parents[3] / "Sources/ExchangeServer/Resources/openapi.yaml"


class Description:
    """`openapi.yaml` of the sources."""

    def __init__(self):
        self.document = yaml.safe_load(PATH.read_text(encoding="utf-8"))
        self._validators = {}

    def check(self, method, path, answer):
        """Fails where an answer is not one of those that the call may give."""
        operation = self.document["paths"].get(path, {}).get(method.lower())
        if operation is None:
            raise AssertionError(f"{method} {path} is not described")
        response = operation["responses"].get(str(answer.status))
        if response is None:
            raise AssertionError(f"{method} {path} may not answer {answer}")
        media = self._resolve(response)["content"].get("application/json")
        if media is not None:
            self._validate((method, path, answer.status), media["schema"], answer)

    def _validate(self, key, schema, answer):
        if key not in self._validators:
            whole = {"components": self.document["components"], **schema}
            self._validators[key] = jsonschema.Draft202012Validator(whole)
        error = jsonschema.exceptions.best_match(self._validators[key].iter_errors(answer.json))
        if error is not None:
            raise AssertionError(f"{key}: {error.message} at {error.json_path} of {answer}")

    def _resolve(self, node):
        while "$ref" in node:
            target = self.document
            for name in node["$ref"].removeprefix("#/").split("/"):
                target = target[name]
            node = target
        return node
