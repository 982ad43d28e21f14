// SPDX-License-Identifier: Apache-2.0
/** Which name was probably meant, and how values of several keys are spelt. Imports nothing of the server. */
@NullMarked
package io.merapi.config.spelling;

import org.jspecify.annotations.NullMarked;
