// SPDX-License-Identifier: Apache-2.0
/**
 * The option catalogue, the loaders that read options from the command line and from files, and the records the other
 * packages own filled from them. May import the packages whose records it fills.
 */
@NullMarked
package io.merapi.config;

import org.jspecify.annotations.NullMarked;
