// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.option;

import java.util.List;

/**
 * Options of uWSGI's that do nothing here, for what they ask for is always so, or cannot go wrong; or that cannot be
 * had. These are the ones that configurations have; the rare ones are {@link UwsgiOptions}.
 */
final class NeedlessOptions {

    static final OptionGroup GROUP = new OptionGroup(
            "Accepted without effect",
            List.of(
                    flag("there is always a supervising process", "master").letter('M'),
                    flag("SIGTERM always stops the server, after it has finished what it had accepted", "die-on-term"),
                    flag("threads of the application always run", "enable-threads")
                            .letter('T'),
                    flag("each worker has one interpreter", "single-interpreter")
                            .letter('i'),
                    flag("workers do not share a listening socket", "thunder-lock"),
                    flag("the kernel never holds small answers back", "tcp-nodelay"),
                    flag("a connection is accepted at once, for a silent client costs no worker", "no-defer-accept"),
                    flag("uid and gid are always taken on when the sockets are open", "drop-after-init"),
                    flag("workers always leave with the server", "no-orphans"),
                    flag("workers never hold a client's connection", "close-on-exec", "close-on-exec2"),
                    flag("at-fork hooks always run", "py-call-osafterfork", "py-call-uwsgi-fork-hooks"),
                    flag("a client that leaves never raises in the application", "ignore-sigpipe"),
                    flag("a client that leaves never raises in the application", "ignore-write-errors"),
                    flag("a client that leaves never raises in the application", "disable-write-exception"),
                    flag("chunked answers need no option", "http-auto-chunked"),
                    flag("chunked requests need no option", "http-chunked-input"),
                    flag("request bodies need no option", "http-raw-body"),
                    text("the front always writes answers and files itself", "N", "offload-threads"),
                    text("there are no jails", "ACTION:ARGUMENT", "hook-post-jail"),
                    text("there are no jails", "COMMAND", "exec-post-jail"),
                    text("Python needs no plugin", "NAME", "plugin", "plugins", "need-plugin", "need-plugins"),
                    text("Python needs no plugin", "DIRECTORY", "plugin-dir", "plugins-dir"),
                    flag("Python needs no plugin", "autoload")));

    /** They confine a process, so to go on without would be less than the operator relies on. */
    static final OptionGroup REFUSED = new OptionGroup(
            "Refused",
            List.of(
                    refused("RootDirectory= of systemd, or a container", "DIRECTORY", "chroot"),
                    refused("RootDirectory= of systemd, or a container", "NEW OLD", "pivot-root", "pivot_root"),
                    refused("PrivateMounts= and its like of systemd, or a container", "NAMES", "unshare", "unshare2"),
                    refused("RootDirectory= of systemd, or a container", "DIRECTORY", "namespace")));

    private NeedlessOptions() {}

    private static Option<String> refused(String instead, String placeholder, String... names) {
        return Option.of(Kind.text(placeholder), "", names)
                .status(Status.REFUSED)
                .help("a JVM cannot be confined once it runs; use " + instead);
    }

    private static Option<Boolean> flag(String reason, String... names) {
        return Option.flag(names).status(Status.NO_EFFECT).help(reason);
    }

    private static Option<List<String>> text(String reason, String placeholder, String... names) {
        return Option.of(Kind.list(placeholder), List.<String>of(), names)
                .status(Status.NO_EFFECT)
                .help(reason);
    }
}
