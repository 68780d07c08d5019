SELECT "MigrationId" FROM "__EFMigrationsHistory" ORDER BY 1
