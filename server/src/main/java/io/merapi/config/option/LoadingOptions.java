// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.option;

import java.util.List;

/** What is read, and what is only shown. */
public final class LoadingOptions {
    public static final Option<List<String>> INI = Option.of(Kind.list("FILE[:SECTION]"), List.of(), "ini")
            .status(Status.LOADING)
            .help(
                    "read options from a section ([uwsgi]) of an ini file; a bare FILE.ini does the same, after all else");

    public static final Option<List<String>> YAML =
            read("yaml", "yml").letter('y').help("the same from a YAML file, of the key uwsgi");

    public static final Option<List<String>> JSON =
            read("json", "js").letter('j').help("the same from a JSON file, of the object uwsgi");

    public static final Option<List<String>> XML =
            read("xml", "xmlconfig").letter('x').help("the same from an XML file, of the element uwsgi");

    public static final Option<List<String>> INCLUDE =
            read("include", "config").help("read options from a file whose name tells how it is written");

    public static final Option<List<String>> INHERIT =
            read("inherit").help("the same after all else, so that its options win");

    public static final Option<List<String>> SET = list("NAME=VALUE", "set", "set-placeholder", "set-ph")
            .letter('S')
            .help("give an option or a %(placeholder) its value");

    public static final Option<List<String>> DECLARE_OPTION = list("NAME=TEMPLATE", "declare-option", "declare-option2")
            .help("an option that stands for others: deploy=processes=$1;threads=$2");

    public static final Option<List<String>> RESOLVE =
            list("NAME=HOST", "resolve").help("give a %(placeholder) the address of a host");

    public static final Option<List<String>> EARLY_ENVDIR = list("DIRECTORY", "early-envdir")
            .help("like envdir, and at once: $(NAME) stands for its variables from there on");

    public static final Option<List<String>> INJECT_BEFORE =
            list("FILE", "inject-before").help("put a file's text before that of each configuration file");

    public static final Option<List<String>> INJECT_AFTER =
            list("FILE", "inject-after").help("put a file's text behind that of each configuration file");

    public static final Option<String> FALLBACK_CONFIG = Option.of(Kind.text("FILE[:SECTION]"), "", "fallback-config")
            .help("start with this configuration file, and nothing else, where the server cannot start as configured");

    public static final Option<List<String>> BLACKLIST =
            list("NAMES", "blacklist").help("refuse these options, separated by blanks, up to end-blacklist");

    public static final Option<Boolean> END_BLACKLIST = loading("end-blacklist").help("refuse none any more");

    public static final Option<List<String>> WHITELIST =
            list("NAMES", "whitelist").help("refuse all other options up to end-whitelist");

    public static final Option<Boolean> END_WHITELIST = loading("end-whitelist").help("refuse none any more");

    public static final Option<List<String>> PRINT =
            list("TEXT", "print", "iprint").help("write a text to the log at the start");

    public static final Option<Integer> EXIT = Option.of(
                    new Kind<>("STATUS", Kind.Argument.OPTIONAL, false, Kind.INTEGER.reader()), 1, "exit")
            .help("leave with that status as soon as this is read");

    public static final Option<List<String>> GET = Option.of(Kind.list("NAME"), List.of(), "get")
            .help("print the first value of an option or placeholder and exit");

    public static final Option<Boolean> SHOW_CONFIG =
            Option.flag("show-config").help("print what counts of the configuration, and where it comes from");

    public static final Option<Boolean> DUMP_OPTIONS =
            Option.flag("dump-options").help("print the name of every option and exit");

    public static final Option<Boolean> NO_SERVER =
            Option.flag("no-server").help("exit when the configuration has been read");

    public static final Option<Boolean> STRICT =
            Option.flag("strict").help("refuse unknown options instead of warning of them");

    public static final Option<Boolean> HELP =
            Option.flag("help", "usage").letter('h').help("show this and exit");

    public static final Option<Boolean> VERSION = Option.flag("version").help("show the version and exit");

    public static final Option<Boolean> OPTIONS_MD =
            Option.flag("options-md").help("print the reference of all options as Markdown and exit");

    static final OptionGroup GROUP = new OptionGroup(
            "Configuration",
            List.of(
                    INI,
                    YAML,
                    JSON,
                    XML,
                    INCLUDE,
                    INHERIT,
                    SET,
                    DECLARE_OPTION,
                    RESOLVE,
                    EARLY_ENVDIR,
                    INJECT_BEFORE,
                    INJECT_AFTER,
                    FALLBACK_CONFIG,
                    BLACKLIST,
                    END_BLACKLIST,
                    WHITELIST,
                    END_WHITELIST,
                    STRICT,
                    PRINT,
                    EXIT,
                    GET,
                    SHOW_CONFIG,
                    DUMP_OPTIONS,
                    NO_SERVER,
                    HELP,
                    VERSION,
                    OPTIONS_MD));

    private LoadingOptions() {}

    private static Option<List<String>> read(String... names) {
        return list("FILE[:SECTION]", names);
    }

    private static Option<List<String>> list(String placeholder, String... names) {
        return Option.of(Kind.list(placeholder), List.<String>of(), names).status(Status.LOADING);
    }

    private static Option<Boolean> loading(String... names) {
        return Option.flag(names).status(Status.LOADING);
    }
}
