package org.hearth.cli;

import java.nio.file.FileSystemException;

/** A command's work failed, in a way that one line can tell: what, where and what to do. */
final class Failure extends RuntimeException {

    Failure(String line) {
        super(line);
    }

    /** A file or folder could not be read or written. */
    static Failure at(FileSystemException failure) {
        String why = failure.getReason() == null
                ? failure.getClass().getSimpleName().replace("Exception", "")
                : failure.getReason();
        return new Failure(
                failure.getFile() + "：不能读写（" + why + "），请检查路径和权限。 " + failure.getFile() + " cannot be read or written ("
                        + why + "); check the path and who may write there.",
                failure);
    }

    Failure(String line, Throwable cause) {
        super(line, cause);
    }
}
