// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.cgi;

import io.merapi.protocol.cgi.CgiVariables;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Variables by which a packet tells uWSGI what to load and where: whoever reaches the socket may then run what code he
 * likes. Here they tell nothing; each is logged when it is first seen.
 */
public final class Instructions {
    private static final System.Logger LOG = System.getLogger("io.merapi.transport");

    private static final List<String> NAMES = List.of(
            "UWSGI_FILE",
            "UWSGI_SCRIPT",
            "UWSGI_MODULE",
            "UWSGI_CALLABLE",
            "UWSGI_CHDIR",
            "UWSGI_PYHOME",
            "UWSGI_HOME",
            "UWSGI_APPID",
            "UWSGI_SETENV",
            "UWSGI_POSTFILE",
            "UWSGI_TOUCH_RELOAD",
            "UWSGI_CACHE_GET");

    private static final Set<String> SEEN = ConcurrentHashMap.newKeySet();

    private Instructions() {}

    /** Logs those that have not been seen before. */
    public static void ignore(CgiVariables variables) {
        for (String name : NAMES) {
            if (variables.find(name) >= 0 && SEEN.add(name)) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "the web server in front sends {0}, which is ignored: what is loaded is for the configuration"
                                + " to say",
                        name);
            }
        }
    }
}
