// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.Setting;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
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
 * @param setting what asked for it
 */
public record ListenAddress(String host, int port, Setting setting) {
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
        ListenAddress address = new ListenAddress(form.group(1) != null ? form.group(1) : form.group(2), port, setting);
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

    /** Whether both cannot be listened on at once: the same port of the same address, or of all and one. */
    boolean overlaps(ListenAddress other) {
        InetAddress ours = socketAddress().getAddress();
        InetAddress theirs = other.socketAddress().getAddress();
        return port != 0 && port == other.port && (includes(ours, theirs) || includes(theirs, ours));
    }

    /** The address [::] stands for all there are, 0.0.0.0 for those of IPv4. */
    private static boolean includes(InetAddress one, InetAddress other) {
        boolean all = one.isAnyLocalAddress() && (one instanceof Inet6Address || other instanceof Inet4Address);
        return all || one.equals(other);
    }

    /** What to tell where the system has refused to bind it. */
    public Problem refused(IOException failure) {
        String reason = String.valueOf(failure.getMessage());
        if (reason.contains("Address already in use")) {
            return Problem.with(setting, this + " is in use", "stop what listens there, or choose another port");
        }
        if (reason.contains("Permission denied")) {
            return Problem.with(
                    setting,
                    "this user may not listen on port " + port,
                    "choose a port from 1024 on, or permit it: sysctl -w net.ipv4.ip_unprivileged_port_start=" + port);
        }
        if (reason.contains("Cannot assign requested address")) {
            return Problem.with(setting, "this machine has no address " + host, "write :" + port + " for all it has");
        }
        return Problem.with(setting, "cannot listen on " + this + ": " + reason, "");
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
