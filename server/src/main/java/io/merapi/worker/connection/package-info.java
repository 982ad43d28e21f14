// SPDX-License-Identifier: Apache-2.0
/**
 * Connections of Python processes: the socket they come in at, and those on which processes tell news. What a
 * connection is for decides who takes it over: {@code worker}, which imports this.
 */
@NullMarked
package io.merapi.worker.connection;

import org.jspecify.annotations.NullMarked;
