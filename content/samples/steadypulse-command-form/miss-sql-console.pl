exit;
__END__
print '<form method="POST"><input type="text" name="query"><input type="submit" value="Run"></form>';
print "<pre>Results of '$query':</pre>";
