// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.option;

/**
 * One option as it was written.
 *
 * @param key its name as written, an alias as the case may be
 * @param value its text; empty where none was given
 * @param origin where it was written
 */
public record Setting(String key, String value, Origin origin) {

    public Setting withValue(String other) {
        return new Setting(key, other, origin);
    }
}
