// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.Setting;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where to listen: {@code :8000} (all IPv4 addresses, as under uWSGI), {@code host:8000}, {@code [::]:8000}. Port 0
 * lets the system choose.
 *
 * @param host name or address, without brackets; empty: all IPv4 addresses
 * @param port 0 to 65535
 */
public record ListenAddress(String host, int port) {
    private static final Pattern FORM =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.]+(?:%[\\w.-]+)?)]|([^\\[\\]:/@=*,\\s]*)):(\\d{1,5})");
    private static final Pattern LAST_PORT = Pattern.compile("(?:^|:)(\\d{1,5})$");
    private static final int MAX_PORT = 65_535;

    /** Reads an address, or reports why that cannot be listened on and returns null. */
    static @Nullable ListenAddress parse(Setting setting, Problems problems) {
        Matcher form = FORM.matcher(setting.value());
        if (!form.matches()) {
            problems.error(Problem.with(setting, objection(setting.value()), advice(setting)));
            return null;
        }
        int port = Integer.parseInt(form.group(3));
        if (port > MAX_PORT) {
            problems.error(Problem.with(
                    setting, "there is no port " + port, "choose one from 1 to 65535, or 0 for any free one"));
            return null;
        }
        ListenAddress address = new ListenAddress(form.group(1) != null ? form.group(1) : form.group(2), port);
        if (address.socketAddress().isUnresolved()) {
            problems.error(Problem.with(
                    setting, "the host name " + address.host + " is not known here", "write an address, or :" + port));
            return null;
        }
        return address;
    }

    private static String objection(String text) {
        if (text.isEmpty()) {
            return "there is no address";
        }
        if (text.startsWith("fd://") || text.startsWith("=")) {
            return "'" + text + "': sockets that are passed in are not available yet";
        }
        if (text.contains("*")) {
            return "'" + text + "': addresses with * are not available yet";
        }
        boolean unixSocket = !text.contains(":") && !text.chars().allMatch(Character::isDigit);
        return unixSocket
                ? "'" + text + "' would be a unix socket, which is not available yet"
                : "'" + text + "' is not an address";
    }

    private static String advice(Setting setting) {
        Matcher port = LAST_PORT.matcher(setting.value());
        String example = port.find() ? ":" + port.group(1) : ":8000";
        return "write " + setting.origin().spell(setting.key(), example) + " or "
                + setting.origin().spell(setting.key(), "127.0.0.1" + example);
    }

    /** The address to bind; a host name is looked up. */
    public InetSocketAddress socketAddress() {
        return new InetSocketAddress(host.isEmpty() ? "0.0.0.0" : host, port);
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
