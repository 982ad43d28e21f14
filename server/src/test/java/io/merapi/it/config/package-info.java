// SPDX-License-Identifier: Apache-2.0
/** Configurations, read by real uWSGI and by Merapi. */
@NullMarked
package io.merapi.it.config;

import org.jspecify.annotations.NullMarked;
