package import Postgres

/// How the journal counts its transactions.
package enum JournalQueries {
    /// For every new connection, before anything else: where the database was restored into another cluster, whose numbers
    /// begin small, the journal goes on above all that was ever written.
    ///
    /// A database that is not migrated yet has no journal.
    package static let settle: Query = """
        DO $$ BEGIN
            IF to_regprocedure('journal_settle()') IS NOT NULL THEN
                PERFORM journal_settle();
            END IF;
        END $$
        """
}
