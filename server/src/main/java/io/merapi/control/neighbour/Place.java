// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.neighbour;

import java.util.ArrayList;
import java.util.List;

/**
 * What commands find when they are started.
 *
 * @param directory the working directory; empty: the server's
 * @param environment {@code NAME=value}, or the name alone of what is to go, besides the server's
 */
public record Place(String directory, List<String> environment) {

    /** The place that hooks have left. */
    Place after(KeeperEvent.Hooked hooked) {
        List<String> all = new ArrayList<>(environment);
        hooked.environment().forEach((name, value) -> all.add(name + "=" + value));
        return new Place(hooked.directory(), List.copyOf(all));
    }
}
