// SPDX-License-Identifier: Apache-2.0
/**
 * What all codecs share: a violation of the protocol and the exception that reports it. The codecs are sub-packages,
 * sans-IO on byte buffers: no channels, threads, clocks or logging.
 */
@NullMarked
package io.merapi.protocol;

import org.jspecify.annotations.NullMarked;
