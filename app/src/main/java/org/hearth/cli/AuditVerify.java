package org.hearth.cli;

import java.util.concurrent.Callable;
import org.hearth.app.platform.Audit;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import picocli.CommandLine.Command;

/** {@code hearth audit-verify}: proves that no row of the audit trail was changed, taken out or put in. */
@Command(name = "audit-verify", description = "校验审计日志是否完整。 Prove the audit trail whole.")
final class AuditVerify implements Callable<Integer> {

    @Override
    public Integer call() {
        try (RunningPlatform platform = RunningPlatform.start(new Installation(System.getenv()), false, 0, false)) {
            Audit.Proof proof = Scopes.within(
                    Scope.system("audit-verify"),
                    () -> platform.bean(Audit.class).verify());
            if (proof.firstBroken().isPresent()) {
                throw new Failure("审计日志第 " + proof.firstBroken().get() + " 行与前一行不符。 Row "
                        + proof.firstBroken().get() + " of the audit trail does not fit the one before it.");
            }
            System.out.println("审计日志完整，共 " + proof.rows() + " 行。 The audit trail is whole: " + proof.rows() + " rows.");
        }
        return 0;
    }
}
