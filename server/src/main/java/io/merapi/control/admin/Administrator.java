// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.admin;

/** Who answers what is asked over the admin socket. */
@FunctionalInterface
public interface Administrator {

    /** Does what is asked for and returns when that is done; each request has a thread of its own, which may wait. */
    Reply perform(AdminRequest request) throws InterruptedException;
}
