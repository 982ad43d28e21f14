// SPDX-License-Identifier: Apache-2.0
/**
 * The worker link's frames (docs/workerlink.md), sans-IO: {@link io.merapi.protocol.workerlink.LinkDecoder} reads what
 * a worker sends, {@link io.merapi.protocol.workerlink.LinkEncoder} writes what the front sends, and the control frames
 * of the zygote have a codec of their own.
 */
@NullMarked
package io.merapi.protocol.workerlink;

import org.jspecify.annotations.NullMarked;
