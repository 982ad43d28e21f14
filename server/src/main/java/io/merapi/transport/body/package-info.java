// SPDX-License-Identifier: Apache-2.0
/** Where request bodies are kept that are too large for a buffer: files in memory, and files on disk. */
@NullMarked
package io.merapi.transport.body;

import org.jspecify.annotations.NullMarked;
