// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import io.merapi.config.option.ListenOptions;
import io.merapi.config.option.Setting;

/**
 * Before which listeners each connection begins with a PROXY protocol header.
 *
 * @param http before those of {@code http}
 * @param others before all others: {@code http-socket}, {@code socket} and their like
 */
public record ProxyHeaders(boolean http, boolean others) {

    /** Whether there is one before connections to the listener that this setting asks for. */
    public boolean before(Setting listener) {
        return ListenOptions.HTTP.isNamed(listener.key()) ? http : others;
    }
}
