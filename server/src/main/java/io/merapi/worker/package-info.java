// SPDX-License-Identifier: Apache-2.0
/**
 * Application pools: the dispatcher that gives exchanges to worker links, the zygote that forks workers, the supervisor
 * that replaces them. A request enters at {@code Pool.handle}.
 */
@NullMarked
package io.merapi.worker;

import org.jspecify.annotations.NullMarked;
