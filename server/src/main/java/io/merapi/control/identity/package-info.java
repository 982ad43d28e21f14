// SPDX-License-Identifier: Apache-2.0
/**
 * Whose process the server is: users and groups by name, and becoming one of them for good. {@code Privileges} is where
 * the start enters it. Imports of the server only what an identity is.
 */
@NullMarked
package io.merapi.control.identity;

import org.jspecify.annotations.NullMarked;
