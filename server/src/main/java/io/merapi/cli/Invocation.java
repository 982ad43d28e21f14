// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli;

import io.merapi.cli.check.CheckCommand;
import io.merapi.cli.init.InitCommand;
import io.merapi.cli.page.Completion;
import io.merapi.cli.page.HelpPage;
import io.merapi.cli.page.OptionHelp;
import io.merapi.cli.page.OptionList;
import io.merapi.cli.page.Page;
import io.merapi.cli.page.Subcommand;
import io.merapi.config.ServerConfig;
import io.merapi.config.check.Exposure;
import io.merapi.config.option.Catalogue;
import io.merapi.config.option.ConfigException;
import io.merapi.config.option.LoadingOptions;
import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.PythonOptions;
import io.merapi.config.option.Settings;
import io.merapi.config.source.Loader;
import io.merapi.config.source.Surroundings;
import io.merapi.control.ServerProcess;
import io.merapi.control.identity.Accounts;
import java.nio.file.InvalidPathException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the command was called for. */
public sealed interface Invocation {
    /** The status that uWSGI exits with when its configuration is no good. */
    int CONFIGURATION_ERROR = 1;

    /** The status that uWSGI exits with when an application is needed and there is none. */
    int FAILED_APP = 22;

    /**
     * Serve.
     *
     * @param settings what it was filled from
     * @param problems what the operator should hear of, none of it an error
     * @param source where all of that was read
     */
    record Serve(ServerConfig config, Settings settings, Problems problems, Source source) implements Invocation {

        /** The configuration as one file, where {@code show-config} asks for that; else empty. */
        public String shownConfig() {
            return settings.value(LoadingOptions.SHOW_CONFIG) ? ConfigPage.text(settings) : "";
        }

        @Override
        public @Nullable Fallback fallback() {
            return Fallback.of(settings, source.surroundings());
        }

        /** Reads it all again: files may have changed. */
        public Invocation again() {
            return read(source.arguments(), source.surroundings().reloading(settings.value(PythonOptions.FORCE_CWD)));
        }
    }

    /** A command line, and what it was given in. */
    record Source(List<String> arguments, Surroundings surroundings) {}

    /** Make a request: {@code merapi request}. */
    record Request(List<String> arguments) implements Invocation {}

    /** Ask a running server: {@code merapi status} and its like. */
    record Ask(List<String> words, Surroundings surroundings) implements Invocation {}

    /** Say what a subcommand has to say, and leave. */
    record Show(Page page) implements Invocation {}

    /** Print something on standard output and leave with status 0. */
    record Print(String text) implements Invocation {}

    /** Send a signal to another server. */
    record Send(ServerProcess process, ServerProcess.Signal signal) implements Invocation {}

    /**
     * Say on standard error why not, and leave with a status of uWSGI's.
     *
     * @param fallback what to start with instead, or null
     */
    record Refuse(String text, int status, @Nullable Fallback fallback) implements Invocation {
        public Refuse(String text, int status) {
            this(text, status, null);
        }
    }

    /** What to start with where this comes to nothing, or null. */
    default @Nullable Fallback fallback() {
        return null;
    }

    /**
     * Reads the command line and all it names.
     *
     * @param arguments without the command itself
     */
    static Invocation read(List<String> arguments, Surroundings surroundings) {
        Subcommand subcommand = arguments.isEmpty() ? null : Subcommand.of(arguments.getFirst());
        if (subcommand != null) {
            return of(subcommand, arguments, surroundings);
        }
        return read(new Source(arguments, surroundings), new Problems());
    }

    /** The same, of the server's own arguments; adds to the problems. */
    static Invocation read(Source source, Problems problems) {
        Surroundings surroundings = source.surroundings();
        Settings settings = Loader.load(source.arguments(), surroundings, problems);
        Invocation page = printed(settings);
        if (page != null) {
            return page;
        }
        Invocation end = ConfiguredEnd.of(settings, problems);
        if (end != null) {
            return end;
        }
        Invocation signal = PidfileSignals.asked(settings, surroundings);
        return signal != null ? signal : configured(settings, source, problems);
    }

    private static @Nullable Invocation printed(Settings settings) {
        if (settings.value(LoadingOptions.HELP)) {
            return new Print(HelpPage.text());
        }
        if (settings.value(LoadingOptions.VERSION)) {
            return new Print("merapi " + Version.current() + "\n");
        }
        if (settings.value(LoadingOptions.OPTIONS_MD)) {
            return new Print(OptionsPage.text());
        }
        if (settings.value(LoadingOptions.DUMP_OPTIONS)) {
            return new Print(String.join("\n", Catalogue.names()) + "\n");
        }
        return null;
    }

    private static Invocation configured(Settings settings, Source source, Problems problems) {
        Surroundings surroundings = source.surroundings();
        Fallback fallback = Fallback.of(settings, surroundings);
        try {
            ServerConfig config = ServerConfig.from(settings, surroundings, problems);
            Exposure.of(config, settings, Accounts.ofSystem().currentUser()).forEach(problems::note);
            Serve serve = new Serve(config, settings, problems, source);
            return settings.value(LoadingOptions.NO_SERVER) ? new Print(serve.shownConfig()) : serve;
        } catch (InvalidPathException e) {
            String text = "merapi: no file can be named '" + e.getInput() + "': " + e.getReason() + "\n";
            return new Refuse(text, CONFIGURATION_ERROR, fallback);
        } catch (ConfigException e) {
            boolean needed = e.problems().stream().allMatch(error -> PythonOptions.NEED_APP.isNamed(error.key()));
            int status = needed ? FAILED_APP : CONFIGURATION_ERROR;
            return new Refuse(refusal(e.problems(), problems), status, fallback);
        }
    }

    private static Invocation of(Subcommand subcommand, List<String> arguments, Surroundings surroundings) {
        List<String> words = arguments.subList(1, arguments.size());
        return switch (subcommand) {
            case CHECK ->
                new Show(CheckCommand.run(
                        words, surroundings, Accounts.ofSystem().currentUser()));
            case HELP -> new Show(OptionHelp.of(words));
            case OPTIONS -> new Show(OptionList.of(words));
            case COMPLETION -> new Show(Completion.of(words));
            case INIT -> new Show(InitCommand.run(words, surroundings));
            case REQUEST -> new Request(words);
            case STATUS, WORKERS, RELOAD, STOP, SCALE -> new Ask(arguments, surroundings);
        };
    }

    private static String refusal(List<Problem> errors, Problems problems) {
        StringBuilder text = new StringBuilder("merapi: cannot start like this:\n");
        errors.forEach(error -> text.append("  ").append(error).append('\n'));
        problems.warnings()
                .forEach(warning -> text.append("  (").append(warning).append(")\n"));
        return text.append("merapi help OPTION tells about an option, merapi check about each line.\n")
                .toString();
    }
}
