// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.ProxyOptions;
import io.merapi.config.option.Setting;
import io.merapi.config.option.Settings;
import io.merapi.protocol.forwarded.IpAddress;
import io.merapi.transport.client.Network;
import io.merapi.transport.client.TrustedProxies;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Turns the options about proxies in front into what the transport believes. */
final class ProxySettings {
    private static final String ALL = "*";
    private static final String UNIX = "unix";
    private static final String NONE = "none";
    private static final Pattern SEPARATORS = Pattern.compile("[,\\s]+");
    private static final Set<String> WORDS = Set.of(ALL, UNIX, NONE);

    private final Settings settings;
    private final Problems problems;

    ProxySettings(Settings settings, Problems problems) {
        this.settings = settings;
        this.problems = problems;
    }

    /** Before which listeners a proxy stands that announces each connection. */
    ProxyHeaders headers() {
        return new ProxyHeaders(
                settings.value(ProxyOptions.HTTP_PROXY_PROTOCOL), settings.value(ProxyOptions.PROXY_PROTOCOL));
    }

    /** Whom {@code trusted-proxies} names, over all its settings. */
    TrustedProxies trusted() {
        List<Setting> given = settings.settings(ProxyOptions.TRUSTED_PROXIES);
        if (given.isEmpty()) {
            return TrustedProxies.onThisMachine();
        }
        List<Network> networks = new ArrayList<>();
        Set<String> words = new HashSet<>();
        for (Setting setting : given) {
            for (String word : SEPARATORS.split(setting.value().strip(), -1)) {
                words.add(word);
                if (!WORDS.contains(word)) {
                    addNetwork(word, setting, networks);
                }
            }
        }
        if (words.contains(NONE) && words.size() > 1) {
            problems.error(settings.problem(
                    ProxyOptions.TRUSTED_PROXIES, "both none and others are named", "take one of them away"));
        }
        return words.contains(ALL) ? TrustedProxies.everybody() : new TrustedProxies(networks, words.contains(UNIX));
    }

    private void addNetwork(String word, Setting setting, List<Network> networks) {
        Network network = Network.parse(word);
        if (network == null) {
            String what = word.isEmpty() ? "there is no address" : "'" + word + "' is not an address or a network";
            problems.error(Problem.with(setting, what, "write " + spell(setting, "10.0.0.0/8") + ", unix, * or none"));
        } else if (!network.first().equals(network.first().start(network.bits()))) {
            IpAddress start = network.first().start(network.bits());
            problems.error(Problem.with(
                    setting,
                    word + " names an address and a network",
                    "write " + start + "/" + network.bits() + " or " + network.first()));
        } else {
            networks.add(network);
        }
    }

    private static String spell(Setting setting, String value) {
        return setting.origin().spell(setting.key(), value);
    }
}
