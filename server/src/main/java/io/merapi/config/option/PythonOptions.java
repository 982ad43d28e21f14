// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.option;

import java.time.Duration;
import java.util.List;

/** Which application runs, in which Python. */
public final class PythonOptions {
    public static final Option<String> MODULE = Option.of(Kind.text("MODULE"), "", "module", "wsgi")
            .letter('w')
            .help("the application: package.module, package.module:callable or module:factory()");

    public static final Option<String> WSGI_FILE =
            Option.of(Kind.text("FILE"), "", "wsgi-file", "file").help("the application: a Python file");

    public static final Option<String> CALLABLE = Option.of(Kind.text("NAME"), "", "callable")
            .initially("application")
            .help("name of the callable in the module or file");

    public static final Option<List<String>> MOUNT = Option.of(Kind.list("/PATH=APPLICATION"), List.of(), "mount")
            .help("another application: a module as above, or a file.py or .wsgi; may be repeated");

    public static final Option<Boolean> MANAGE_SCRIPT_NAME = Option.flag("manage-script-name")
            .help("a request's path tells which application it is for, and is split into SCRIPT_NAME and PATH_INFO");

    public static final Option<Boolean> NO_DEFAULT_APP = Option.flag("no-default-app")
            .help("requests that are for no mounted application get 500, instead of the first one's answer");

    public static final Option<List<String>> IMPORT = Option.of(
                    Kind.list("MODULE"), List.<String>of(), "import", "pyimport", "py-import", "python-import")
            .help("import a module, or a file, where the application is loaded and before it; may be repeated");

    public static final Option<List<String>> SHARED_IMPORT = Option.of(
                    Kind.list("MODULE"),
                    List.<String>of(),
                    "shared-import",
                    "shared-pyimport",
                    "shared-py-import",
                    "shared-python-import")
            .help("the same before workers are forked, with lazy-apps too");

    public static final Option<List<String>> PYMODULE_ALIAS = Option.of(
                    Kind.list("NAME=MODULE"), List.<String>of(), "pymodule-alias")
            .help("another name for a module, or a file's name as a module, before anything is imported");

    public static final Option<List<String>> POST_PYMODULE_ALIAS = Option.of(
                    Kind.list("NAME=MODULE"), List.<String>of(), "post-pymodule-alias")
            .help("the same after import, before the application is loaded");

    public static final Option<Boolean> WSGI_DISABLE_FILE_WRAPPER =
            Option.flag("wsgi-disable-file-wrapper").help("give applications no wsgi.file_wrapper");

    public static final Option<Boolean> CATCH_EXCEPTIONS = Option.flag("catch-exceptions")
            .help("for development: answer with the traceback where the application raises");

    public static final Option<String> CHDIR = Option.of(Kind.text("DIRECTORY"), "", "chdir")
            .help("working directory of the application, entered before it is loaded");

    public static final Option<String> CHDIR2 = Option.of(Kind.text("DIRECTORY"), "", "chdir2")
            .help("working directory of the workers, entered when the application is loaded");

    public static final Option<String> FORCE_CWD = Option.of(Kind.text("DIRECTORY"), "", "force-cwd")
            .initially("where it was started")
            .help("the working directory that a reload starts from, and that relative paths then count from");

    public static final Option<List<String>> PYTHONPATH = Option.of(
                    Kind.list("DIRECTORY"), List.of(), "pythonpath", "python-path", "pp")
            .help("a directory for the module search path; may be repeated");

    public static final Option<String> HOME = Option.of(
                    Kind.text("DIRECTORY"), "", "home", "virtualenv", "venv", "pyhome")
            .letter('H')
            .help("the virtual environment whose interpreter and packages are used");

    public static final Option<String> PYTHON = Option.of(Kind.text("INTERPRETER"), "", "python")
            .initially("python3")
            .help("the Python interpreter, a path or a name found on PATH; goes before home");

    public static final Option<List<String>> ENV = Option.of(Kind.list("NAME=VALUE"), List.of(), "env")
            .help("sets an environment variable of the application; may be repeated");

    public static final Option<List<String>> UNENV = Option.of(Kind.list("NAME"), List.<String>of(), "unenv")
            .help("takes a variable out of the environment of the application; may be repeated");

    public static final Option<List<String>> ENVDIR = Option.of(Kind.list("DIRECTORY"), List.<String>of(), "envdir")
            .help("sets a variable for each file in a directory, and takes it out for an empty one; may be repeated");

    public static final Option<String> PYARGV =
            Option.of(Kind.text("ARGUMENTS"), "", "pyargv").help("sys.argv[1:], separated by blanks");

    public static final Option<Boolean> LAZY_APPS = Option.flag("lazy-apps", "lazy")
            .help("load the application in each worker instead of once before the workers are forked");

    public static final Option<Boolean> NEED_APP = Option.of(
                    new Kind<>("", Kind.Argument.OPTIONAL, false, Kind.FLAG.reader()), false, "need-app")
            .help("exit with 22 where the application cannot be loaded, instead of answering 500");

    public static final Option<Duration> PY_AUTORELOAD = Option.of(
                    Kind.SECONDS,
                    Duration.ZERO,
                    "py-autoreload",
                    "py-auto-reload",
                    "python-autoreload",
                    "python-auto-reload")
            .initially("off")
            .help("for development: reload when a file changes that code was imported from; looked for that often");

    public static final Option<List<String>> PY_AUTORELOAD_IGNORE = Option.of(
                    Kind.list("MODULE"), List.<String>of(), "py-auto-reload-ignore", "py-autoreload-ignore")
            .help("a module, or package, whose changes do not count; may be repeated");

    static final OptionGroup GROUP = new OptionGroup(
            "Application",
            List.of(
                    MODULE,
                    WSGI_FILE,
                    CALLABLE,
                    MOUNT,
                    MANAGE_SCRIPT_NAME,
                    NO_DEFAULT_APP,
                    IMPORT,
                    SHARED_IMPORT,
                    PYMODULE_ALIAS,
                    POST_PYMODULE_ALIAS,
                    WSGI_DISABLE_FILE_WRAPPER,
                    CATCH_EXCEPTIONS,
                    CHDIR,
                    CHDIR2,
                    FORCE_CWD,
                    PYTHONPATH,
                    HOME,
                    PYTHON,
                    ENV,
                    UNENV,
                    ENVDIR,
                    PYARGV,
                    LAZY_APPS,
                    NEED_APP,
                    PY_AUTORELOAD,
                    PY_AUTORELOAD_IGNORE));

    private PythonOptions() {}
}
