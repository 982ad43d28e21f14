// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.option;

/**
 * Something the operator should know about the configuration.
 *
 * @param origin where it was written
 * @param key the option, or empty where the problem is not with one
 * @param what what is wrong, without a full stop
 * @param fix what to write instead; empty where nothing needs to be done
 */
public record Problem(Origin origin, String key, String what, String fix) {

    /** The problem with a setting. */
    public static Problem with(Setting setting, String what, String fix) {
        return new Problem(setting.origin(), setting.key(), what, fix);
    }

    /** One line: {@code site.ini:12: processes: what is wrong; what to do}. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(96);
        if (!origin.isDefault()) {
            line.append(origin).append(": ");
        }
        if (!key.isEmpty()) {
            line.append(key).append(": ");
        }
        line.append(what);
        return fix.isEmpty() ? line.toString() : line.append("; ").append(fix).toString();
    }
}
