# SPDX-License-Identifier: Apache-2.0
"""Finds the application: sys.path and sys.argv as uWSGI sets them, the module or file, the callable in it."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any, Callable, Dict, List, Tuple

    Application = Callable[..., Any]

_FACTORY_NAMES = ("create_app", "make_app")
_LIKELY_NAMES = ("app", "application", "wsgi", "wsgi_app", "wsgi_application", *_FACTORY_NAMES)


class NoApplication(Exception):
    """The module is there, the callable is not. The message says what might have been meant."""


def prepare(config: Dict[str, Any]) -> None:
    """Sets up the process as an application finds it under uWSGI."""
    for entry in config["env"]:
        name, has_value, value = entry.partition("=")
        if has_value:
            os.environ[name] = value
        else:
            os.environ.pop(name, None)
    if config["chdir"]:
        os.chdir(config["chdir"])
    sys.argv[:] = ["uwsgi", *config["argv"]]
    own = [entry for entry in sys.path if entry not in ("", ".")]
    sys.path[:] = [*reversed(config["pythonpath"]), ".", "", *own]


def import_shared(modules: List[str], aliases: List[str]) -> None:
    """What is to be in every process, before anything else; raises what a module raises that is to have an alias."""
    if modules or aliases:
        from merapi_worker import imports

        imports.alias(aliases)
        imports.run(modules)


def import_beside(modules: List[str], aliases: List[str]) -> None:
    """What is imported where the application is, and before it; raises likewise."""
    if modules or aliases:
        from merapi_worker import imports

        imports.run(modules)
        imports.alias(aliases)


def load(target: str, is_file: bool, name: str) -> Tuple[Application, str]:
    """The application in a file or ``package.module[:callable]``, and its name in the log; raises what its import does.

    ``name`` is what it is called where ``target`` does not say.
    """
    if is_file:
        module = import_file(target, "uwsgi_file_" + name_of_file(target))
    else:
        target, _, suffix = target.partition(":")
        name = suffix or name
        __import__(target)
        module = sys.modules[target]
    return _find(module, target, name), "%s:%s" % (target, name)


def name_of_file(path: str) -> str:
    """What uWSGI makes of a path as a module's name: pickled objects hold it."""
    name = path.replace("/", "_").replace(".", "_")
    return name[:-3] if name.endswith("_py") else name


def import_file(path: str, name: str) -> ModuleType:
    """Runs a file as a module of that name."""
    from importlib.machinery import ModuleSpec, SourceFileLoader

    absolute = os.path.abspath(path)
    with open(path, "rb") as file:
        code = compile(file.read(), path, "exec", dont_inherit=True)
    module = type(sys)(name)
    loader = SourceFileLoader(name, absolute)
    module.__file__ = path
    module.__loader__ = loader
    module.__spec__ = ModuleSpec(name, loader, origin=absolute)
    module.__package__ = ""
    sys.modules[name] = module
    try:
        exec(code, module.__dict__)  # noqa: S102 it is what we are here for
    except BaseException:
        sys.modules.pop(name, None)
        raise
    return sys.modules[name]


def _find(module: ModuleType, target: str, name: str) -> Application:
    """The callable ``name`` of a module, or with ``name()`` what it returns."""
    is_factory = name.endswith("()")
    found: Any = module
    for part in (name[:-2] if is_factory else name).split("."):
        found = getattr(found, part, None)
    if callable(found) and is_factory:
        found = found()
        if not callable(found):
            raise NoApplication("%s of %s returned %r, which cannot be called" % (name, target, found))
    if found is None:
        raise NoApplication("%s has no %s%s" % (target, name, _hint(module)))
    if not callable(found):
        raise NoApplication("%s of %s is %r, which cannot be called%s" % (name, target, found, _hint(module)))
    return found


def _hint(module: ModuleType) -> str:
    names = [name for name, value in module.__dict__.items() if _is_likely(name, value, module)]
    names.sort(key=lambda name: (_LIKELY_NAMES.index(name) if name in _LIKELY_NAMES else len(_LIKELY_NAMES), name))
    named = [name + "()" if name in _FACTORY_NAMES else name for name in names[:3]]
    return "; did you mean %s?" % " or ".join(named) if named else ""


def _is_likely(name: str, value: Any, module: ModuleType) -> bool:
    """Whether it looks like an application: by its name, as a function of two arguments, as an object to be called."""
    if name.startswith("_") or isinstance(value, type) or not callable(value):
        return False
    code = getattr(value, "__code__", None)
    if name in _LIKELY_NAMES:
        return True
    if code is None:
        return hasattr(type(value).__call__, "__code__")
    return code.co_argcount == 2 and getattr(value, "__module__", None) == module.__name__
