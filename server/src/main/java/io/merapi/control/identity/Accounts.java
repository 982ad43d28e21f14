// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.identity;

import io.merapi.worker.process.Identity;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Users and groups, and which of them this process is. */
public interface Accounts {

    /** Those of this machine; asking them takes milliseconds each time. */
    static Accounts ofSystem() {
        return new SystemAccounts();
    }

    /**
     * A user.
     *
     * @param name empty where nobody has the number
     * @param gid of the primary group; {@link Identity#SAME} where it is not known
     */
    record User(String name, int uid, int gid) {}

    /** The user of that name or number; a number need not be anybody's. */
    Optional<User> user(String nameOrNumber);

    /** The number of the group of that name, or the number itself. */
    OptionalInt group(String nameOrNumber);

    /** All groups that initgroups(3) gives the user, the given one among them. */
    List<Integer> groups(User user, int gid);

    /** As whom this process acts. */
    int currentUser();

    /** Of which group it is in the first place. */
    int currentGroup();
}
