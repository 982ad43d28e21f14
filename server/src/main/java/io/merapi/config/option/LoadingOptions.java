// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.option;

import java.util.List;

/** What is read, and what is only shown. */
public final class LoadingOptions {
    public static final Option<List<String>> INI = Option.of(Kind.list("FILE[:SECTION]"), List.of(), "ini")
            .status(Status.LOADING)
            .help(
                    "read options from a section ([uwsgi]) of an ini file; a bare FILE.ini does the same, after all else");

    public static final Option<List<String>> INCLUDE = Option.of(
                    Kind.list("FILE"), List.of(), "include", "inherit", "config")
            .status(Status.LOADING)
            .help("read options from another configuration file");

    public static final Option<List<String>> SET = Option.of(
                    Kind.list("NAME=VALUE"), List.of(), "set", "set-placeholder", "set-ph")
            .letter('S')
            .status(Status.LOADING)
            .help("give an option or a %(placeholder) its value");

    public static final Option<Boolean> STRICT =
            Option.flag("strict").help("refuse unknown options instead of warning of them");

    public static final Option<Boolean> HELP = Option.flag("help").letter('h').help("show this and exit");

    public static final Option<Boolean> VERSION = Option.flag("version").help("show the version and exit");

    public static final Option<Boolean> OPTIONS_MD =
            Option.flag("options-md").help("print the reference of all options as Markdown and exit");

    static final OptionGroup GROUP =
            new OptionGroup("Configuration", List.of(INI, INCLUDE, SET, STRICT, HELP, VERSION, OPTIONS_MD));

    private LoadingOptions() {}
}
