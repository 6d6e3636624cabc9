-- Ends a commit that took all of its requests for new: some were stored before. It is done again without them.
CREATE FUNCTION require_new_requests(entered bigint, expected int) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF entered <> expected THEN
        RAISE EXCEPTION '% of % requests were stored before', expected - entered, expected USING ERRCODE = 'ZD001';
    END IF;
END $$;
