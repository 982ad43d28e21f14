// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import io.merapi.config.option.Problem;
import io.merapi.config.option.Setting;
import io.merapi.config.source.IoReason;
import io.merapi.transport.socket.Endpoint;
import io.merapi.transport.socket.ListenSpec;
import io.merapi.transport.socket.SocketFileException;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A listener and what asked for it.
 *
 * @param spec the listener
 * @param setting the option
 */
public record ConfiguredListener(ListenSpec spec, Setting setting) {

    /** Whether both cannot be listened on at once: the same file, or the same port of the same address or of all. */
    boolean overlaps(ConfiguredListener other) {
        return switch (spec.endpoint()) {
            case Endpoint.Tcp tcp ->
                other.spec.endpoint() instanceof Endpoint.Tcp theirs && overlap(tcp.address(), theirs.address());
            case Endpoint.UnixFile _, Endpoint.UnixName _, Endpoint.HandedOver _ ->
                spec.endpoint().equals(other.spec.endpoint());
        };
    }

    private static boolean overlap(InetSocketAddress one, InetSocketAddress other) {
        InetAddress ours = one.getAddress();
        InetAddress theirs = other.getAddress();
        return one.getPort() != 0
                && one.getPort() == other.getPort()
                && (includes(ours, theirs) || includes(theirs, ours));
    }

    /** The address [::] stands for all there are, 0.0.0.0 for those of IPv4. */
    private static boolean includes(InetAddress one, InetAddress other) {
        boolean all = one.isAnyLocalAddress() && (one instanceof Inet6Address || other instanceof Inet4Address);
        return all || one.equals(other);
    }

    /** What to tell where the system has refused to listen there. */
    public Problem refused(IOException failure) {
        if (failure instanceof SocketFileException file) {
            return Problem.with(setting, spec.endpoint() + ": " + file.getMessage(), advice(file.obstacle()));
        }
        String reason = IoReason.of(failure);
        return switch (spec.endpoint()) {
            case Endpoint.Tcp tcp -> refused(tcp.address(), reason);
            case Endpoint.UnixFile file -> refused(file.path(), reason);
            case Endpoint.UnixName name -> other(name, reason);
            case Endpoint.HandedOver given -> other(given, reason);
        };
    }

    private static String advice(SocketFileException.Obstacle obstacle) {
        return switch (obstacle) {
            case ALIVE -> "stop it, or choose another path";
            case NO_SOCKET -> "remove it, or choose another path";
            case UNCERTAIN, NOT_REMOVED -> "remove it, or permit this user to use it";
            case NOT_PERMITTED -> "only root may give files away, to others to groups of their own";
        };
    }

    private Problem refused(InetSocketAddress address, String reason) {
        int port = address.getPort();
        if (reason.contains("Address already in use")) {
            return Problem.with(
                    setting, spec.endpoint() + " is in use", "stop what listens there, or choose another port");
        }
        if (reason.contains("Permission denied")) {
            return Problem.with(
                    setting,
                    "this user may not listen on port " + port,
                    "choose a port from 1024 on, or permit it: sysctl -w net.ipv4.ip_unprivileged_port_start=" + port);
        }
        if (reason.contains("Cannot assign requested address")) {
            return Problem.with(
                    setting,
                    "this machine has no address " + address.getAddress().getHostAddress(),
                    "write :" + port + " for all it has, or add freebind where it is to come later");
        }
        return other(spec.endpoint(), reason);
    }

    private Problem refused(Path path, String reason) {
        Path directory = path.toAbsolutePath().getParent();
        if (directory != null && !Files.isDirectory(directory)) {
            return Problem.with(setting, "there is no directory " + directory, "create it, or name another");
        }
        if (reason.contains("Permission denied")) {
            return Problem.with(
                    setting, "this user may not create files in " + directory, "permit it, or name another directory");
        }
        return other(spec.endpoint(), reason);
    }

    private Problem other(Endpoint endpoint, String reason) {
        return Problem.with(setting, "cannot listen on " + endpoint + ": " + reason, "");
    }
}
