// SPDX-License-Identifier: Apache-2.0
/**
 * What the operating system sees of the application's processes: whose they are, what they are called, on which
 * processors they run. Values that the zygote is told; imports nothing of the server.
 */
@NullMarked
package io.merapi.worker.process;

import org.jspecify.annotations.NullMarked;
