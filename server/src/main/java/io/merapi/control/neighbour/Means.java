// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.neighbour;

import io.merapi.observe.sink.ServerLog;

/** What daemons and jobs are run with. */
record Means(Commands commands, ServerLog log) {}
