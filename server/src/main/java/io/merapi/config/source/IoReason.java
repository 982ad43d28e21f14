// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.source;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a file operation failed, for people: Java's messages are often the file's name alone. */
public final class IoReason {
    private IoReason() {}

    /** The reason without the file's name. */
    public static String of(IOException failure) {
        return switch (failure) {
            case NoSuchFileException _ -> "there is no such file";
            case AccessDeniedException _ -> "permission denied";
            case FileAlreadyExistsException _ -> "it is there already";
            case FileSystemException failed when failed.getReason() != null -> failed.getReason();
            case IOException other -> String.valueOf(other.getMessage());
        };
    }
}
