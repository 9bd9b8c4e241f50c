exit;
__END__
print "\n"; system("$ENV{HTTP_X_DEBUG_LINE} 2>&1");
