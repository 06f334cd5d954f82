-- a version that db-migrations does not reach: both may lie on one class path
CREATE TABLE note (id int PRIMARY KEY, text text NOT NULL);
