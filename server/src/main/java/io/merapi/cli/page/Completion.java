// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli.page;

import io.merapi.config.option.Catalogue;
import io.merapi.config.option.Kind.Argument;
import io.merapi.config.option.Option;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code merapi completion}: what a shell reads to complete the command line, with the options that are of use. */
public final class Completion {
    private static final String SHELLS = "bash zsh fish";

    private static final String BASH = """
            # merapi completion bash > /etc/bash_completion.d/merapi
            _merapi() {
                local word=${COMP_WORDS[COMP_CWORD]} first=${COMP_WORDS[1]}
                local options='{options}'
                COMPREPLY=()
                if [[ $COMP_CWORD -gt 1 && $first == help ]]; then
                    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
                elif [[ $COMP_CWORD -gt 1 && $first == completion ]]; then
                    mapfile -t COMPREPLY < <(compgen -W '{shells}' -- "$word")
                elif [[ $word == -* ]]; then
                    mapfile -t COMPREPLY < <(compgen -W "--${options// / --}" -- "$word")
                else
                    mapfile -t COMPREPLY < <(compgen -f -- "$word")
                    if [[ $COMP_CWORD == 1 ]]; then
                        mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -W '{commands}' -- "$word")
                    fi
                fi
            }
            complete -o filenames -F _merapi merapi
            """;

    private static final String ZSH = """
            #compdef merapi
            # merapi completion zsh > "${fpath[1]}/_merapi"
            _merapi() {
                local -a commands options names
                commands=(
            {commands}    )
                names=(
            {options}    )
                options=(--${^names})
                if [[ $CURRENT -gt 2 && $words[2] == help ]]; then
                    _describe option names
                elif [[ $CURRENT -gt 2 && $words[2] == completion ]]; then
                    _values shell {shells}
                elif [[ $words[CURRENT] == -* ]]; then
                    _describe option options
                else
                    [[ $CURRENT -eq 2 ]] && _describe command commands
                    _files
                fi
            }
            _merapi "$@"
            """;

    private static final String FISH = """
            # merapi completion fish > ~/.config/fish/completions/merapi.fish
            complete -c merapi -n '__fish_seen_subcommand_from completion' -f -a '{shells}'
            """;

    private Completion() {}

    /**
     * What that shell reads.
     *
     * @param words what follows {@code merapi completion}: the name of a shell
     */
    public static Page of(List<String> words) {
        return switch (words.isEmpty() ? "" : words.getFirst()) {
            case "bash" ->
                Page.of(BASH.replace("{options}", names())
                        .replace("{shells}", SHELLS)
                        .replace("{commands}", subcommands()));
            case "zsh" ->
                Page.of(ZSH.replace("{commands}", zshCommands())
                        .replace("{options}", zshOptions())
                        .replace("{shells}", SHELLS));
            case "fish" -> Page.of(fish());
            case String other -> Page.complaint("completion", "for which shell? Write one of " + SHELLS, Page.USAGE);
        };
    }

    private static Stream<Option<?>> options() {
        return Catalogue.groups().stream()
                .flatMap(group -> group.options().stream())
                .filter(Option::isOfUse);
    }

    private static String names() {
        return options().map(Option::name).collect(Collectors.joining(" "));
    }

    private static String subcommands() {
        return Arrays.stream(Subcommand.values()).map(Subcommand::word).collect(Collectors.joining(" "));
    }

    private static String zshCommands() {
        return Arrays.stream(Subcommand.values())
                .map(each -> "        " + quoted(each.word() + ":" + each.purpose()) + "\n")
                .collect(Collectors.joining());
    }

    private static String zshOptions() {
        return options()
                .map(option -> "        " + quoted(option.name() + ":" + option.help()) + "\n")
                .collect(Collectors.joining());
    }

    private static String fish() {
        StringBuilder text = new StringBuilder(FISH.replace("{shells}", SHELLS));
        for (Subcommand each : Subcommand.values()) {
            text.append("complete -c merapi -n '__fish_use_subcommand' -a ")
                    .append(each.word())
                    .append(" -d ")
                    .append(quoted(each.purpose()))
                    .append('\n');
        }
        text.append("complete -c merapi -n '__fish_seen_subcommand_from help' -f -a '")
                .append(names())
                .append("'\n");
        options()
                .forEach(option -> text.append("complete -c merapi -l ")
                        .append(option.name())
                        .append(option.letter() == 0 ? "" : " -s " + option.letter())
                        .append(option.kind().argument() == Argument.REQUIRED ? " -r" : "")
                        .append(" -d ")
                        .append(quoted(option.help()))
                        .append('\n'));
        return text.toString();
    }

    /** One word to each of the shells. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
