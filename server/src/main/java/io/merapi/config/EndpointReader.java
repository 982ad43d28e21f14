// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import io.merapi.config.option.ListenOptions;
import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.Setting;
import io.merapi.config.option.Settings;
import io.merapi.config.source.Surroundings;
import io.merapi.transport.socket.Endpoint;
import io.merapi.transport.socket.FileRules;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads where to listen, in uWSGI's forms: {@code :8000} (all IPv4 addresses), {@code host:8000}, {@code [::]:8000},
 * {@code 192.168.*:8000} (the first interface whose address begins so), {@code /run/site.sock} or a bare name (a unix
 * socket), {@code @name} (one without a file), {@code fd://3} or {@code fd://NAME} (handed over), {@code =0} (the first
 * shared-socket). Port 0 lets the system choose.
 */
final class EndpointReader {
    private static final Pattern TCP =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.]+(?:%[\\w.-]+)?)]|([^\\[\\]:/@=*,\\s]*)):(\\d{1,5})");
    private static final Pattern INTERFACE = Pattern.compile("([0-9.]*)\\*[0-9.*]*:(\\d{1,5})");
    private static final Pattern HANDED_OVER = Pattern.compile("fd://(?:(\\d{1,9})|([^/\\s]+))");
    private static final Pattern SHARED = Pattern.compile("=(\\d{1,5})");
    private static final Pattern UNIX_NAME = Pattern.compile("(?:@|\\\\0)(.+)");
    private static final Pattern UNIX_FILE = Pattern.compile("\\.{0,2}/.*[^/]|[^:,=*\\s/]*[^:,=*\\s/\\d][^:,=*\\s]*");
    private static final Pattern LAST_PORT = Pattern.compile("(?:^|:)(\\d{1,5})$");
    private static final int MAX_PORT = 65_535;
    /** Of the name of a unix socket: what {@code sun_path} holds besides a zero. */
    private static final int MOST_OCTETS = 107;

    private final Surroundings surroundings;
    private final HandedOver handedOver;
    private final Problems problems;
    private final FileRules rules;
    private final boolean withoutFiles;
    private final List<Setting> shared;
    private final Set<Setting> used = new HashSet<>();

    EndpointReader(
            Settings settings, Surroundings surroundings, HandedOver handedOver, FileRules rules, Problems problems) {
        this.surroundings = surroundings;
        this.handedOver = handedOver;
        this.problems = problems;
        this.rules = rules;
        this.withoutFiles = settings.value(ListenOptions.ABSTRACT_SOCKET);
        this.shared = settings.settings(ListenOptions.SHARED_SOCKET);
    }

    /** Reads an address, or reports why that cannot be listened on and returns null. */
    @Nullable
    Endpoint read(Setting setting) {
        Matcher reference = SHARED.matcher(setting.value());
        return reference.matches() ? sharedAs(Integer.parseInt(reference.group(1)), setting) : address(setting);
    }

    private @Nullable Endpoint sharedAs(int number, Setting setting) {
        if (number < shared.size()) {
            used.add(shared.get(number));
            return address(shared.get(number));
        }
        String what = "there is no shared-socket " + number + ", they are counted from 0";
        String fix = "add " + setting.origin().spell(ListenOptions.SHARED_SOCKET.name(), ":8000");
        return report(setting, what, fix);
    }

    /** A shared socket that nobody listens on is most likely a mistake. */
    void reportUnused() {
        for (Setting each : shared) {
            if (!used.contains(each)) {
                String reference = "=" + shared.indexOf(each);
                problems.warn(Problem.with(
                        each,
                        "no listener uses it",
                        "write for example " + each.origin().spell(ListenOptions.HTTP.name(), reference)));
            }
        }
    }

    private @Nullable Endpoint address(Setting setting) {
        String text = setting.value();
        Matcher form = TCP.matcher(text);
        if (form.matches()) {
            return tcp(form.group(1) != null ? form.group(1) : form.group(2), form.group(3), setting);
        }
        form = HANDED_OVER.matcher(text);
        if (form.matches()) {
            return handedOver(form.group(1), form.group(2), setting);
        }
        form = UNIX_NAME.matcher(text);
        if (form.matches()) {
            return isShortEnough(form.group(1), setting) ? new Endpoint.UnixName(form.group(1)) : null;
        }
        form = INTERFACE.matcher(text);
        if (form.matches()) {
            return ofInterface(form.group(1), form.group(2), setting);
        }
        return UNIX_FILE.matcher(text).matches() ? unix(text, setting) : notAnAddress(setting);
    }

    private @Nullable Endpoint tcp(String host, String port, Setting setting) {
        if (Integer.parseInt(port) > MAX_PORT) {
            return report(setting, "there is no port " + port, "choose one from 1 to 65535, or 0 for any free one");
        }
        InetSocketAddress address = new InetSocketAddress(host.isEmpty() ? "0.0.0.0" : host, Integer.parseInt(port));
        return address.isUnresolved()
                ? report(setting, "the host name " + host + " is not known here", "write an address, or :" + port)
                : new Endpoint.Tcp(address);
    }

    private @Nullable Endpoint ofInterface(String prefix, String port, Setting setting) {
        Optional<String> host = addresses().stream()
                .map(InetAddress::getHostAddress)
                .filter(address -> address.startsWith(prefix))
                .findFirst();
        return host.isPresent()
                ? tcp(host.get(), port, setting)
                : report(setting, "no interface has an address that begins with " + prefix, "write :" + port);
    }

    private static List<InetAddress> addresses() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(Inet4Address.class::isInstance)
                    .toList();
        } catch (SocketException e) {
            return List.of();
        }
    }

    private @Nullable Endpoint handedOver(@Nullable String number, String name, Setting setting) {
        int descriptor = number != null ? Integer.parseInt(number) : handedOver.descriptorOf(name);
        return descriptor >= 0
                ? new Endpoint.HandedOver(descriptor)
                : report(
                        setting,
                        "no socket named " + name + " has been handed over",
                        "name one with FileDescriptorName= in the socket unit, or write its number");
    }

    private @Nullable Endpoint unix(String text, Setting setting) {
        if (withoutFiles) {
            return isShortEnough(text, setting) ? new Endpoint.UnixName(text) : null;
        }
        Endpoint.UnixFile file = new Endpoint.UnixFile(surroundings.resolve(text), rules);
        return isShortEnough(file.path().toString(), setting) ? file : null;
    }

    private boolean isShortEnough(String name, Setting setting) {
        boolean fits = name.getBytes(StandardCharsets.UTF_8).length <= MOST_OCTETS;
        if (!fits) {
            report(
                    setting,
                    name + " is too long a name for a socket",
                    "choose one of at most " + MOST_OCTETS + " octets");
        }
        return fits;
    }

    private @Nullable Endpoint notAnAddress(Setting setting) {
        String text = setting.value();
        Matcher port = LAST_PORT.matcher(text);
        String example = port.find() ? ":" + port.group(1) : ":8000";
        return report(
                setting,
                text.isEmpty() ? "there is no address" : "'" + text + "' is not an address",
                "write " + setting.origin().spell(setting.key(), example) + " or "
                        + setting.origin().spell(setting.key(), "127.0.0.1" + example));
    }

    private @Nullable Endpoint report(Setting setting, String what, String fix) {
        problems.error(Problem.with(setting, what, fix));
        return null;
    }
}
