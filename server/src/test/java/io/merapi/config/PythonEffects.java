// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import io.merapi.config.OptionEffectTest.Effect;
import io.merapi.config.option.HttpOptions;
import io.merapi.config.option.Option;
import io.merapi.config.option.PythonOptions;
import io.merapi.worker.PoolConfig.Application;
import io.merapi.worker.PoolConfig.Field;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The part of {@link OptionEffectTest} that is about the application and its Python. */
final class PythonEffects {
    private PythonEffects() {}

    /** Which applications are loaded, and what besides. */
    static Stream<Effect> loading() {
        return Stream.of(
                application(
                        PythonOptions.MANAGE_SCRIPT_NAME,
                        "true",
                        app -> app.mounts().byPath(),
                        false,
                        true),
                application(
                        PythonOptions.NO_DEFAULT_APP,
                        "true",
                        app -> app.mounts().hasDefault(),
                        true,
                        false),
                application(PythonOptions.IMPORT, "a", app -> app.imports().own(), List.of(), List.of("a")),
                application(
                        PythonOptions.SHARED_IMPORT, "a", app -> app.imports().shared(), List.of(), List.of("a")),
                application(
                        PythonOptions.PYMODULE_ALIAS,
                        "a=b",
                        app -> app.imports().aliases(),
                        List.of(),
                        List.of("a=b")),
                application(
                        PythonOptions.POST_PYMODULE_ALIAS,
                        "a=b",
                        app -> app.imports().lateAliases(),
                        List.of(),
                        List.of("a=b")),
                application(
                        PythonOptions.WSGI_DISABLE_FILE_WRAPPER,
                        "true",
                        app -> app.answers().fileWrapper(),
                        true,
                        false),
                application(
                        PythonOptions.CATCH_EXCEPTIONS,
                        "true",
                        app -> app.answers().showErrors(),
                        false,
                        true),
                application(
                        HttpOptions.ADD_HEADER,
                        "X-A: b c",
                        app -> app.answers().added(),
                        List.of(),
                        List.of(new Field("X-A", "b c"))),
                application(
                        HttpOptions.DEL_HEADER,
                        "Server",
                        app -> app.answers().removed(),
                        List.of(),
                        List.of("Server")));
    }

    /** What an application runs in. */
    static Stream<Effect> application() {
        return Stream.of(
                application(PythonOptions.WSGI_FILE, "app.py", app -> app.wsgiFile(), "", "app.py"),
                application(PythonOptions.CALLABLE, "app", app -> app.callable(), "", "app"),
                application(PythonOptions.CHDIR, "bin", app -> app.chdir(), "", OptionEffectTest.HERE + "/bin"),
                application(PythonOptions.PYTHONPATH, "lib", app -> app.pythonpath(), List.of(), List.of("lib")),
                application(PythonOptions.ENV, "A=b", app -> app.env(), List.of(), List.of("A=b")),
                application(PythonOptions.UNENV, "A", app -> app.env(), List.of(), List.of("A")),
                application(
                        PythonOptions.ENVDIR,
                        OptionEffectTest.HERE + "/envdir",
                        app -> app.env(),
                        List.of(),
                        List.of("A=b")),
                new Effect(
                        PythonOptions.CHDIR2,
                        "bin",
                        config -> config.pool().traits().directory(),
                        "",
                        OptionEffectTest.HERE + "/bin"),
                application(
                        PythonOptions.PYARGV, " --debug  x ", app -> app.argv(), List.of(), List.of("--debug", "x")),
                application(PythonOptions.LAZY_APPS, "true", app -> app.lazyApps(), false, true),
                application(
                        PythonOptions.PY_AUTORELOAD,
                        "2",
                        app -> app.autoreload().interval(),
                        Duration.ZERO,
                        Duration.ofSeconds(2)),
                application(
                        PythonOptions.PY_AUTORELOAD_IGNORE,
                        "numpy",
                        app -> app.autoreload().ignored(),
                        List.of(),
                        List.of("numpy")),
                application(PythonOptions.NEED_APP, "true", app -> app.needApp(), false, true),
                new Effect(
                        PythonOptions.PYTHON,
                        OptionEffectTest.HERE + "/bin/other",
                        config -> config.pool().interpreter(),
                        OptionEffectTest.HERE + "/bin/python3",
                        OptionEffectTest.HERE + "/bin/other"),
                new Effect(
                        PythonOptions.HOME,
                        OptionEffectTest.HERE + "/venv",
                        config -> config.pool().interpreter(),
                        OptionEffectTest.HERE + "/bin/python3",
                        OptionEffectTest.HERE + "/venv/bin/python"));
    }

    private static Effect application(
            Option<?> option, String given, Function<Application, Object> field, Object initially, Object then) {
        return new Effect(option, given, config -> field.apply(config.pool().application()), initially, then);
    }
}
