"""What schemathesis cannot know by itself of these APIs."""

import json

import schemathesis

OWN = "administrator"


@schemathesis.serializer("application/x-ndjson")
def ndjson(ctx, value):
    """One JSON value a line; text and bytes go as they are."""
    if isinstance(value, bytes):
        return value
    if isinstance(value, str):
        return value.encode()
    lines = value if isinstance(value, list) else [value]
    return "".join(json.dumps(line) + "\n" for line in lines).encode()


@schemathesis.hook
def before_call(ctx, case, kwargs):
    """A stream of events has no end to wait for: it is asked for with a topic that nobody has. And whoever disables its
    own account learns nothing more."""
    if case.path == "/v1/events/stream" and (case.query or {}).get("topics"):
        case.query["topics"] = "nobody-has-this"
    for name, value in (case.path_parameters or {}).items():
        if value == OWN:
            case.path_parameters[name] = "nobody"
