-- Copies of the few lines that everything else is read by: agreements, measures and forces, where the entries live in EventStoreDB. While it is
-- away, a process that starts then could name no unit and no measure without them, though all figures rest here.
--
-- They are copies and nothing more: who reads one holds it against the digest that was numbered, and all of them can be made again.
CREATE TABLE ledger.kept_lines (
  entry bigint PRIMARY KEY REFERENCES ledger.numbered (entry),
  line text NOT NULL
);

-- Keeps lines, newline-joined, of these entries; a line that is not what was numbered is left out.
CREATE FUNCTION ledger.keep_lines(entries bigint[], lines text) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  INSERT INTO ledger.kept_lines (entry, line)
  SELECT given.entry, given.line
  FROM unnest(entries, string_to_array(lines, E'\n')) AS given (entry, line)
  JOIN ledger.numbered n ON n.entry = given.entry AND n.sha256 = sha256(convert_to(given.line, 'UTF8'))
  ON CONFLICT DO NOTHING;
END;

-- As in 0002: the application reads, and writes by these functions only.
GRANT SELECT ON ledger.kept_lines TO tallystick_app;
REVOKE ALL ON FUNCTION ledger.keep_lines FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.keep_lines TO tallystick_app;
