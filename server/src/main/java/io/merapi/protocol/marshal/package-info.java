// SPDX-License-Identifier: Apache-2.0
/** The part of CPython's {@code marshal} format that the worker link uses: None, booleans, int, str, list and dict. */
@NullMarked
package io.merapi.protocol.marshal;

import org.jspecify.annotations.NullMarked;
