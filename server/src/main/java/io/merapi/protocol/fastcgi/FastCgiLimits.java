// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.fastcgi;

/**
 * How much of a connection's requests is kept in memory.
 *
 * @param variablesBytes most octets of one request's variables, as they are encoded
 * @param connectionVariablesBytes most octets of the variables of all requests of a connection that are not over
 * @param requests most requests of a connection that are not over
 */
public record FastCgiLimits(int variablesBytes, int connectionVariablesBytes, int requests) {}
