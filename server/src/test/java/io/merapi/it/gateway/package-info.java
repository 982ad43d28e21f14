// SPDX-License-Identifier: Apache-2.0
/** The uwsgi protocol, SCGI and FastCGI as a web server would speak them to a real server, and as none ever would. */
@NullMarked
package io.merapi.it.gateway;

import org.jspecify.annotations.NullMarked;
