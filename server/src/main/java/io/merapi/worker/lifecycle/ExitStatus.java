// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker.lifecycle;

/**
 * How a process ended.
 *
 * @param code exit code, or minus the signal that killed it
 */
public record ExitStatus(int code) {
    /** Nobody was there to ask: the process was not our child any more. */
    public static final ExitStatus UNKNOWN = new ExitStatus(Integer.MIN_VALUE);

    /** The application could not be loaded (uWSGI's UWSGI_FAILED_APP_CODE). */
    public static final int FAILED_APP = 22;

    /** A hook has failed in the process. */
    public static final int FAILED_HOOK = 23;

    /** As Java tells it: a signal is 128 plus its number. */
    public static ExitStatus ofJava(int status) {
        return new ExitStatus(status > 128 ? 128 - status : status);
    }

    public boolean isClean() {
        return code == 0;
    }

    @Override
    public String toString() {
        if (code == Integer.MIN_VALUE) {
            return "unknown status";
        }
        return code < 0 ? "signal " + -code + " (" + signalName(-code) + ")" : "exit code " + code;
    }

    private static String signalName(int signal) {
        return switch (signal) {
            case 1 -> "SIGHUP";
            case 2 -> "SIGINT";
            case 3 -> "SIGQUIT";
            case 4 -> "SIGILL";
            case 6 -> "SIGABRT";
            case 7 -> "SIGBUS";
            case 8 -> "SIGFPE";
            case 9 -> "SIGKILL";
            case 11 -> "SIGSEGV";
            case 13 -> "SIGPIPE";
            case 14 -> "SIGALRM";
            case 15 -> "SIGTERM";
            case 24 -> "SIGXCPU";
            case 31 -> "SIGSYS";
            default -> "see kill -l " + signal;
        };
    }
}
