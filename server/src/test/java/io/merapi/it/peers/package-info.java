// SPDX-License-Identifier: Apache-2.0
/**
 * The server behind real web servers, each configured by the very files of {@code examples/deploy} that
 * {@code docs/deploy.md} shows.
 */
@NullMarked
package io.merapi.it.peers;

import org.jspecify.annotations.NullMarked;
